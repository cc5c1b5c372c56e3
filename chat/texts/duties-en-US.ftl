# Rules of reminding
problem-steps-none = Give at least one step, e.g. 20 24 48 72
problem-steps-unreadable = “{ $text }” is not a number of hours. Steps are hours, e.g. 20 24 48 72
problem-steps-order = Each step must come later than the one before, e.g. 20 24 48 72
problem-steps-too-many = At most { $most } steps; there are { $count }
problem-steps-too-far = Each step must lie between 1 hour and { $days } days

"""The words all platforms share: messages, forms, cards, events and the router."""

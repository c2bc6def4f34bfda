"""The rasa-sdk actions: thin, they look up and speak, and never change data."""

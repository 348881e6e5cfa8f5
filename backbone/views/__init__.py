"""The pages of backbone support and those that gather from all apps."""

"""What the public pages of all apps are made of: tables, filters, downloads."""

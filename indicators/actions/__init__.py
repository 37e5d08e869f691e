"""What changes figures and releases together with other rows: each whole selection or nothing of it."""

"""Mechanism that every app stands on and that knows no app: clock, tenancy, row security, access, errors."""

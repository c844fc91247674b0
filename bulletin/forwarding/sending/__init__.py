"""The engine: claims, exchanges and records, under breaker, throttle and fence."""

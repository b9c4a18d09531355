"""Control of addresses: signed messages that name exchange, day and address, and what each of them proves."""

"""What many tests share: servers, clients and checks that belong to no one room."""

// Boots the client. It exports nothing and nothing imports it.

document.getElementById('view')?.setAttribute('data-booted', 'yes')

// Joins the buttons of our forms to allauth's passkey functions, and says so where the browser refuses.
(() => {
  const forms = window.allauth.webauthn.forms
  const trouble = document.getElementById('kunci-gagal')
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    trouble.hidden = false
    trouble.focus()
  })
  const ids = { credential: 'credential', data: 'kunci-data' }
  if (document.getElementById('pasang')) forms.addForm({ ids: { ...ids, add: 'pasang' } })
  if (document.getElementById('pakai')) forms.authenticateForm({ ids: { ...ids, authenticate: 'pakai' } })
  document.querySelectorAll('[data-needs-script]').forEach((part) => { part.hidden = false })
})()

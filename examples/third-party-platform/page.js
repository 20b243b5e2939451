/** The one page there is: what has just been done, the merchants, and the way to the authorization page. */
export const page = ({ notice, merchants, authorizationUrl }) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A third-party platform</title>
<h1>A third-party platform</h1>
<p role="status">${escaped(notice)}</p>
<p><a href="${escaped(authorizationUrl)}">Authorize with an Official Account</a></p>
<ul>
${Object.entries(merchants).map(merchantItem).join('\n')}
</ul>
</html>
`

const merchantItem = ([appid, refreshToken]) =>
  refreshToken
    ? `<li>${escaped(appid)} <form method="post" action="/tags">
<input type="hidden" name="appid" value="${escaped(appid)}">
<input name="name" aria-label="Name of the tag" required> <button>Create a tag</button>
</form></li>`
    : `<li>${escaped(appid)} has cancelled</li>`

const escaped = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

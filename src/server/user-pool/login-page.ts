import { people } from '../../people/people.ts'

/** The page on which people say who they are. It posts to its own address. */
export function loginPage(): string {
  const buttons = Object.values(people).map(
    ({ name, displayName, groups }) =>
      `<li><button name="person" value="${name}">${displayName} <span>${groups.join(', ') || 'in no group'}</span></button></li>`,
  )
  return page(
    'Sign in',
    `<p>This user pool is simulated: it asks for no password, and it is on this machine only.</p>
<form method="post"><ul aria-label="Sign in as">${buttons.join('')}</ul></form>`,
  )
}

/** What somebody sees whose browser cannot be sent back. `error` is a name of OAuth's or Cognito's. */
export function errorPage(error: string): string {
  return page(
    'An error was encountered with the requested page',
    `<p role="alert">${escaped(error)}</p>
<p>Go back to the console and sign in again from there.</p>`,
  )
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · simulated user pool</title>
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

export const loginStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; place-items: center; min-height: 100vh }
main { width: min(24rem, 90vw) }
h1 { font-size: 1.5rem }
ul { list-style: none; margin: 0; padding: 0 }
button { width: 100%; margin: .25rem 0; padding: .75rem 1rem; font: inherit; text-align: left; cursor: pointer }
button span { float: right }
`

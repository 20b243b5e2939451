import { createHash } from 'node:crypto'

/** The look of the page: WeChat's green as an accent, light or dark as the browser wishes, for a phone first. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f4; --surface: #fff; --text: #17211b; --soft: #55625a; --line: #c9d2cc;
  --accent: #07763f; --on-accent: #fff; --alert: #a3151f; --on-alert: #fdeeee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1311; --surface: #191f1c; --text: #e8eeea; --soft: #a6b3ab; --line: #3b4640;
    --accent: #3ddc84; --on-accent: #06210f; --alert: #ff9d9d; --on-alert: #381a1a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
    "Noto Sans CJK SC", sans-serif;
}
header, main { max-width: 34rem; margin: 0 auto; }
header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; padding: .25rem 0 .75rem; }
header p { margin: 0; text-wrap: balance; font-size: .875rem; color: var(--soft); }
header a { flex: none; }
main {
  padding: 1.5rem; background: var(--surface);
  border: 1px solid var(--line); border-top: .375rem solid #07c160; border-radius: .75rem;
}
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
small, .soft { font-size: .875rem; color: var(--soft); }
fieldset { min-width: 0; margin: 1.5rem 0 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
.choices { margin-top: .5rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; }
/* Accounts may be many; what is granted is always seen whole. */
.accounts { max-height: 20.5rem; }
.choices:empty { display: none; }
.choice { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; padding: .5rem .75rem; cursor: pointer; }
.choice + .choice { border-top: 1px solid var(--line); }
.choice:hover { background: var(--ground); }
.choice span { min-width: 0; overflow-wrap: anywhere; }
.choice small { display: block; }
.choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.other { display: block; margin-top: .75rem; }
.other input {
  display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; padding: .5rem .75rem; font: inherit;
  color: inherit; background: var(--surface); border: 1px solid var(--soft); border-radius: .5rem;
}
.decide { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button {
  flex: 1 1 10rem; min-height: 3rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--soft); border-radius: .5rem;
}
button.agree { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice:has(:focus-visible) { background: var(--ground); }
.choice :focus-visible { outline-offset: 1px; }
[role="alert"] {
  margin: 1rem 0 0; padding: .5rem 1rem; color: var(--alert); background: var(--on-alert);
  border: 1px solid; border-radius: .5rem; outline-color: currentColor;
}
`

/** What the Content-Security-Policy knows the style by. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`

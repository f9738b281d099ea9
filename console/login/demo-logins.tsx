import type { LoginHints } from '../state/wire.ts'
import { plain } from '../state/words.ts'

/** The demo company's accounts, one click each. The server offers them only in demo mode. */
export function DemoLogins({
  hints,
  password,
  isBusy,
  onChoose,
}: {
  hints: LoginHints
  password: string
  isBusy: boolean
  onChoose: (email: string) => void
}) {
  return (
    <section className="cc-demo" aria-labelledby="demo-logins">
      <h2 className="cc-h2" id="demo-logins">
        Demo accounts
      </h2>
      <p className="cc-small cc-muted">
        This is a demo. Choose who to be; the password of all of them is <code>{password}</code>.
      </p>
      <ul className="cc-demo__list">
        {agentThenLead(hints.logins).map(({ name, email, role, skills }) => (
          <li key={email}>
            <button type="button" className="cc-demo__login" disabled={isBusy} onClick={() => onChoose(email)}>
              <span>
                <strong>{name}</strong> <span className="cc-muted">{email}</span>
              </span>
              <span className="cc-small cc-muted">
                {plain(role)}
                {skills.length > 0 ? `: ${skills.join(', ')}` : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One of each kind of work first, so that both can be tried without scrolling. */
function agentThenLead(logins: LoginHints['logins']): LoginHints['logins'] {
  const first = ['agent', 'lead'].flatMap((role) => logins.find((login) => login.role === role) ?? [])
  return [...first, ...logins.filter((login) => !first.includes(login))]
}

import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Api, ApiError, messageOf } from '../state/api.ts'
import { inUnits } from '../state/time.ts'
import type { MeResult } from '../state/wire.ts'
import { Mark } from '../ui/icons.tsx'
import { useNow } from '../ui/use-now.ts'
import { DemoLogins } from './demo-logins.tsx'
import './login.css'

export function LoginScreen({ api, onLoggedIn }: { api: Api; onLoggedIn: (me: MeResult) => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ text: string; retryAt: number | null } | null>(null)
  // Outside demo mode the server does not have this path, and nothing is shown.
  const hints = useQuery({ queryKey: ['login-hints'], queryFn: api.loginHints, retry: false }).data

  const now = useNow()
  const waitMs = problem?.retryAt ? Math.max(0, problem.retryAt - now) : 0

  async function logIn(withEmail: string, withPassword: string): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      onLoggedIn(await api.login(withEmail.trim(), withPassword))
    } catch (error) {
      const wait = error instanceof ApiError ? error.retryAfterMs : undefined
      setProblem({ text: messageOf(error), retryAt: wait ? Date.now() + wait : null })
      setBusy(false)
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    void logIn(email, password)
  }

  return (
    <main className="cc-login">
      <div className="cc-login__panel">
        <h1 className="cc-login__brand">
          <Mark size={28} />
          Earshot
        </h1>
        <p className="cc-muted">Log in to your conversations.</p>
        <form className="cc-login__form" onSubmit={submit}>
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
          {problem ? (
            <Alert color="red" variant="light" role="alert" className="cc-login__problem">
              {problem.text}
            </Alert>
          ) : null}
          <Button type="submit" loading={isBusy} disabled={waitMs > 0} fullWidth>
            {waitMs > 0 ? `Log in again in ${inUnits(waitMs)}` : 'Log in'}
          </Button>
        </form>
        {hints?.demo && hints.password ? (
          <DemoLogins
            hints={hints}
            isBusy={isBusy}
            password={hints.password}
            onChoose={(chosen) => void logIn(chosen, hints.password ?? '')}
          />
        ) : null}
      </div>
    </main>
  )
}

"use client";

import { useState, useTransition } from "react";
import { createAccount } from "@/app/(auth)/sign-up/actions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import type { ActionError } from "@/lib/auth/action-result";
import { signIn } from "./session-requests";
import { useBrowserDefaults } from "./use-browser-defaults";

const empty = { email: "", password: "", organisation: "", project: "" };

export const SignUpForm = () => {
  const browser = useBrowserDefaults();
  const [pending, startTransition] = useTransition();
  const [error, setError] = useState<ActionError | null>(null);
  const [typed, setTyped] = useState(empty);
  const [timezone, setTimezone] = useState<string>();
  const [currency, setCurrency] = useState<string>();

  const submit = () =>
    startTransition(async () => {
      const made = await createAccount({
        ...typed,
        timezone: timezone ?? browser.timezone,
        currency: currency ?? browser.currency,
      });
      if (!made.ok) return setError(made.error);
      setError(null);
      const { org, project } = made.data;
      const refused = await signIn(typed);
      window.location.assign(refused ? "/sign-in" : `/${org}/${project}/setup`);
      await new Promise(() => {});
    });

  const text = (name: keyof typeof empty) => ({
    name,
    required: true,
    value: typed[name],
    onChange: (event: { target: { value: string } }) =>
      setTyped((before) => ({ ...before, [name]: event.target.value })),
  });
  const errorOf = (path: string) => (error?.path === path ? error.message : undefined);
  const fields = [...Object.keys(empty), "timezone", "currency"];

  return (
    <Panel className="p-5 sm:p-6">
      <h1 className="font-semibold text-xl tracking-tight">Create an account</h1>
      <p className="mt-0.5 mb-4 text-muted">Free to try, no card. Your data can arrive in a minute.</p>
      {/* React resets a form after its action, selects included; what was typed must stay. */}
      <form className="grid gap-4" action={submit} onReset={(event) => event.preventDefault()}>
        {error && !fields.includes(error.path ?? "") ? <Notice tone="bad">{error.message}</Notice> : null}
        <Field label="E-mail" error={errorOf("email")}>
          {(control) => <Input {...control} {...text("email")} type="email" autoComplete="username" />}
        </Field>
        <Field label="Password" hint="8 to 128 characters." error={errorOf("password")}>
          {(control) => (
            <Input
              {...control}
              {...text("password")}
              type="password"
              autoComplete="new-password"
              minLength={8}
              maxLength={128}
            />
          )}
        </Field>
        <Field label="Organisation" error={errorOf("organisation")}>
          {(control) => (
            <Input
              {...control}
              {...text("organisation")}
              autoComplete="organization"
              maxLength={80}
              placeholder="Acme"
            />
          )}
        </Field>
        <Field label="Site or app" error={errorOf("project")}>
          {(control) => <Input {...control} {...text("project")} maxLength={80} placeholder="Acme shop" />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Timezone" hint="Where its days begin." error={errorOf("timezone")}>
            {(control) => (
              <Select
                {...control}
                name="timezone"
                value={timezone ?? browser.timezone}
                onChange={(event) => setTimezone(event.target.value)}
              >
                {browser.timezones.map((one) => (
                  <option key={one} value={one}>
                    {one.replaceAll("_", " ")}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Currency" hint="What you mostly sell in." error={errorOf("currency")}>
            {(control) => (
              <Select
                {...control}
                name="currency"
                value={currency ?? browser.currency}
                onChange={(event) => setCurrency(event.target.value)}
              >
                {browser.currencies.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {code} · {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? <Spinner label="Creating your account" /> : null}
          Create account
        </Button>
      </form>
    </Panel>
  );
};

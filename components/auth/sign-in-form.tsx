"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import { signIn } from "./session-requests";

type Credentials = { email: string; password: string };

export const SignInForm = ({ destination, demo }: { destination: string; demo: Credentials | null }) => {
  const [pending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [email, setEmail] = useState("");

  const enter = (credentials: Credentials, where: string) =>
    startTransition(async () => {
      const refused = await signIn(credentials);
      setProblem(refused);
      // A full load: what was rendered for nobody must not be reused.
      if (!refused) {
        window.location.assign(where);
        await new Promise(() => {});
      }
    });

  return (
    <Panel className="p-5 sm:p-6">
      <h1 className="mb-4 font-semibold text-xl tracking-tight">Sign in</h1>
      <form
        className="grid gap-4"
        action={(form) => enter({ email, password: String(form.get("password")) }, destination)}
      >
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <Field label="E-mail">
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? <Spinner label="Signing in" /> : null}
          Sign in
        </Button>
      </form>
      {demo ? (
        <div className="mt-5 border-t pt-5">
          <Button className="w-full" disabled={pending} onClick={() => enter(demo, "/")}>
            Try the demo
          </Button>
          <p className="mt-2 text-center text-sm text-subtle">
            A shop with believable data. No account needed.
          </p>
        </div>
      ) : null}
    </Panel>
  );
};

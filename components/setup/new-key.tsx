"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { addKey } from "@/app/[org]/[project]/setup/actions";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ActionError } from "@/lib/auth/action-result";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { KeyScope } from "@/lib/tenancy/definition";
import { OriginsField, originsIn } from "./origins-field";
import { scopeWords } from "./scope-words";
import { ShownSecret } from "./shown-secret";

const kinds = [
  {
    value: "secret",
    label: "Secret key",
    hint: "For servers and scripts. Keep it out of pages and repositories.",
  },
  { value: "write", label: "Write key", hint: "For pages and apps. Public; it can only send events." },
] as const;

const NewKeyForm = ({ slugs, onMade }: { slugs: ProjectSlugs; onMade: (secret: string) => void }) => {
  const [kind, setKind] = useState<"secret" | "write">("secret");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<KeyScope[]>(["ingest"]);
  const [origins, setOrigins] = useState("");
  const [error, setError] = useState<ActionError | null>(null);
  const [pending, startTransition] = useTransition();
  const submit = () =>
    startTransition(async () => {
      const allowed = kind === "write" ? { kind, allowedOrigins: originsIn(origins) } : { kind, scopes };
      const answer = await addKey(slugs, { name, ...allowed });
      if (answer.ok) onMade(answer.data.secret);
      else setError(answer.error);
    });
  const errorOf = (field: string) => (error?.path?.split(".")[0] === field ? error.message : undefined);
  const isShown = ["name", "scopes", "allowedOrigins"].some((field) => errorOf(field) !== undefined);
  return (
    <form className="grid gap-4" action={submit} onReset={(event) => event.preventDefault()}>
      <Field label="Name" hint="Who uses it, so that you know later." error={errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={80}
            placeholder="Shop backend"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium text-sm">Kind</legend>
        {kinds.map(({ value, ...words }) => (
          <Choice
            key={value}
            {...words}
            name="kind"
            checked={kind === value}
            onChange={() => setKind(value)}
          />
        ))}
      </fieldset>
      {kind === "secret" ? (
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium text-sm">May</legend>
          {scopeWords.map(({ scope, label, hint }) => (
            <Choice
              key={scope}
              type="checkbox"
              label={label}
              hint={hint}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
          ))}
          {errorOf("scopes") ? <p className="text-bad text-sm">{errorOf("scopes")}</p> : null}
        </fieldset>
      ) : (
        <OriginsField text={origins} onText={setOrigins} error={errorOf("allowedOrigins")} />
      )}
      {error && !isShown ? <Notice tone="bad">{error.message}</Notice> : null}
      <DialogActions>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? <Spinner label="Creating the key" /> : null}
          Create key
        </Button>
      </DialogActions>
    </form>
  );
};

export const NewKey = ({ slugs }: { slugs: ProjectSlugs }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const toggle = (opened: boolean) => {
    setOpen(opened);
    // Forgotten only once it is out of sight.
    if (opened) setSecret(null);
    else if (secret) router.refresh();
  };
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          New key
        </Button>
      </DialogTrigger>
      {secret ? (
        <ShownSecret secret={secret} description="Store it now. A secret key is not shown again." />
      ) : (
        <DialogContent title="New key">
          <NewKeyForm slugs={slugs} onMade={setSecret} />
        </DialogContent>
      )}
    </Dialog>
  );
};

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { keyOfName } from "./draft";
import type { Problems } from "./goal-of-draft";

type Named = { name: string; key: string };

/** What a definition is called: by people, and by links and scripts. */
export const NameAndKey = ({
  named: { name, key },
  examples,
  problems,
  keyIsFixed,
  onChange,
}: {
  named: Named;
  examples: Named;
  problems: Problems;
  keyIsFixed: boolean;
  onChange: (parts: Partial<Named>) => void;
}) => {
  // The key follows the name until somebody writes a key of their own.
  const keyFollows = !keyIsFixed && key === keyOfName(name);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Name" error={problems.name}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={120}
            placeholder={examples.name}
            autoComplete="off"
            onChange={({ target: { value } }) =>
              onChange(keyFollows ? { name: value, key: keyOfName(value) } : { name: value })
            }
          />
        )}
      </Field>
      <Field
        label="Key"
        hint={
          keyIsFixed
            ? "Links and scripts use it, so it stays."
            : "For links and the API; cannot be changed later."
        }
        error={problems.key}
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono text-sm"
            value={key}
            readOnly={keyIsFixed}
            maxLength={63}
            placeholder={examples.key}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ key: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
};

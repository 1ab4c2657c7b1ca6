import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import type { GoalDraft } from "./draft";
import type { Problems } from "./goal-of-draft";
import { PropertyInput } from "./property-input";

const modes = [
  { value: "every", label: "Every time", hint: "Each event that satisfies the rule." },
  {
    value: "session",
    label: "Once a session",
    hint: "The first one in a visit; reloads do not count twice.",
  },
  { value: "visitor", label: "Once a visitor", hint: "The first one in the period looked at." },
  { value: "key", label: "Once per key", hint: "Copies with the same order id within 30 days count once." },
] as const;

/** Which of the matching events count. */
export const CountingFields = ({
  draft,
  problems,
  onChange,
}: {
  draft: GoalDraft;
  problems: Problems;
  onChange: (parts: Partial<GoalDraft>) => void;
}) => (
  <div className="grid gap-3 sm:grid-cols-2">
    {modes.map(({ value, label, hint }) => (
      <Choice
        key={value}
        name="counting"
        label={label}
        hint={hint}
        checked={draft.counting === value}
        onChange={() => onChange({ counting: value })}
      >
        {value === "key" && draft.counting === "key" ? (
          <Field label="Key property" hideLabel error={problems.countingKey}>
            {(control) => (
              <PropertyInput
                {...control}
                value={draft.countingKey}
                onValueChange={(countingKey) => onChange({ countingKey })}
              />
            )}
          </Field>
        ) : null}
      </Choice>
    ))}
  </div>
);

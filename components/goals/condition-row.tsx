import { X } from "lucide-react";
import { fieldLabels, fields } from "@/components/filters/fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { commonProperties } from "./common-properties";
import type { ConditionDraft } from "./draft";
import type { Problems } from "./goal-of-draft";
import { operatorWords } from "./rule-in-words";

const operators = Object.entries(operatorWords) as [ConditionDraft["op"], string][];
const hints: Partial<Record<ConditionDraft["op"], string>> = {
  is: "Several values: with commas between.",
  isNot: "Several values: with commas between.",
  glob: "* stands for any text up to the next /.",
  regex: "RE2 syntax.",
};

/** One line of "and": field, comparison, value. */
export const ConditionRow = ({
  condition,
  at,
  problems,
  onChange,
  onRemove,
}: {
  condition: ConditionDraft;
  /** The row's place in the draft, for its problems. */
  at: string;
  problems: Problems;
  onChange: (changed: ConditionDraft) => void;
  onRemove: () => void;
}) => {
  const { id, field, op, value, high } = condition;
  const change = (parts: Partial<ConditionDraft>) => onChange({ ...condition, ...parts });
  const takesValue = op !== "exists" && op !== "notExists";
  return (
    <li className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,10.5rem)_minmax(0,1fr)_auto]">
      <Field label="Property or field" hideLabel error={problems[`${at}.field`]}>
        {(control) => (
          <>
            <Input
              {...control}
              value={field}
              list={`${id}-fields`}
              placeholder="property.revenue"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ field: event.target.value })}
            />
            <datalist id={`${id}-fields`}>
              {commonProperties.map((one) => (
                <option key={one} value={one} />
              ))}
              {fields.map((one) => (
                <option key={one} value={one}>
                  {fieldLabels[one]}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Comparison" hideLabel>
        {(control) => (
          <Select
            {...control}
            value={op}
            onChange={(event) =>
              change({ op: operators.find(([one]) => one === event.target.value)?.[0] ?? "is" })
            }
          >
            {operators.map(([one, words]) => (
              <option key={one} value={one}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex items-start gap-2">
        {takesValue ? (
          <Field
            label={op === "between" ? "From" : "Value"}
            hideLabel
            className="flex-1"
            hint={hints[op]}
            error={problems[`${at}.value`]}
          >
            {(control) => (
              <Input
                {...control}
                value={value}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change({ value: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        {op === "between" ? (
          <Field label="To" hideLabel className="flex-1" error={problems[`${at}.high`]}>
            {(control) => (
              <Input {...control} value={high} onChange={(event) => change({ high: event.target.value })} />
            )}
          </Field>
        ) : null}
      </div>
      <Button variant="ghost" size="icon" aria-label="Remove this condition" onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </li>
  );
};

"use client";

import { fieldGroups, isUnitFact, unitFacts, unitFieldLabel } from "@/components/filters/unit-fields";
import { useSuggestions } from "@/components/filters/use-suggestions";
import type { Problems } from "@/components/goals/goal-of-draft";
import { operatorWords } from "@/components/goals/rule-in-words";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { type FieldNode, newField } from "./draft";
import type { Known } from "./known";
import { ValueList } from "./value-list";

const operators = Object.entries(operatorWords) as [FieldNode["op"], string][];
const numeric = new Set<string>(["gt", "gte", "lt", "lte", "between"]);
const hints: Partial<Record<FieldNode["op"], string>> = {
  glob: "* stands for any text up to the next /.",
  regex: "RE2 syntax.",
};

/** What a visitor or session is: field, comparison, value. */
export const FieldRow = ({
  node,
  slugs,
  known,
  problems,
  onChange,
}: {
  node: FieldNode;
  slugs: ProjectSlugs;
  known: Known;
  problems: Problems;
  onChange: (changed: FieldNode) => void;
}) => {
  const { id, field, op, values, low, high } = node;
  const change = (parts: Partial<FieldNode>) => onChange({ ...node, ...parts });
  const isTrait = field.startsWith("trait.");
  return (
    <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,10.5rem)_minmax(0,1.2fr)]">
      <div className="grid content-start gap-2">
        <Field label="Field" hideLabel error={isTrait ? undefined : problems[`${id}.field`]}>
          {(control) => (
            <Select
              {...control}
              value={isTrait ? "trait." : field}
              onChange={(event) => onChange(newField(event.target.value, id))}
            >
              {fieldGroups.map(({ label, fields }) => (
                <optgroup key={label} label={label}>
                  {fields.map((one) => (
                    <option key={one} value={one}>
                      {unitFieldLabel(one)}
                    </option>
                  ))}
                </optgroup>
              ))}
              <optgroup label="Traits">
                <option value="trait.">Trait …</option>
              </optgroup>
            </Select>
          )}
        </Field>
        {isTrait ? (
          <Field label="Trait" hideLabel error={problems[`${id}.field`]}>
            {(control) => (
              <Input
                {...control}
                value={field.slice(6)}
                placeholder="plan"
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change({ field: `trait.${event.target.value.trim()}` })}
              />
            )}
          </Field>
        ) : null}
      </div>
      {isUnitFact(field) ? (
        <Field label="Which" hideLabel className="sm:col-span-2" hint={unitFacts[field].hint}>
          {(control) => (
            <Select
              {...control}
              value={values[0] ?? "true"}
              onChange={(event) => change({ values: [event.target.value] })}
            >
              <option value="true">{unitFacts[field].yes}</option>
              <option value="false">{unitFacts[field].no}</option>
            </Select>
          )}
        </Field>
      ) : (
        <>
          <Field label="Comparison" hideLabel>
            {(control) => (
              <Select
                {...control}
                value={op}
                onChange={(event) => {
                  const [chosen = "is"] = operators.find(([one]) => one === event.target.value) ?? [];
                  change({ op: chosen, ...carried(node, chosen) });
                }}
              >
                {operators.map(([one, words]) => (
                  <option key={one} value={one}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {op === "is" || op === "isNot" ? (
            <Values node={node} slugs={slugs} known={known} problems={problems} onChange={onChange} />
          ) : op === "exists" || op === "notExists" ? null : (
            <div className="flex items-start gap-2">
              <Field
                label={op === "between" ? "From" : "Value"}
                hideLabel
                className="flex-1"
                hint={hints[op]}
                error={problems[`${id}.value`]}
              >
                {(control) => (
                  <Input
                    {...control}
                    value={low}
                    autoComplete="off"
                    spellCheck={false}
                    inputMode={numeric.has(op) ? "decimal" : undefined}
                    onChange={(event) => change({ low: event.target.value })}
                  />
                )}
              </Field>
              {op === "between" ? (
                <Field label="To" hideLabel className="flex-1" error={problems[`${id}.high`]}>
                  {(control) => (
                    <Input
                      {...control}
                      value={high}
                      inputMode="decimal"
                      onChange={(event) => change({ high: event.target.value })}
                    />
                  )}
                </Field>
              ) : null}
            </div>
          )}
        </>
      )}
    </div>
  );
};

/** What was entered for one comparison, for another. */
const carried = ({ values, low }: FieldNode, op: FieldNode["op"]): Partial<FieldNode> => {
  const listed = op === "is" || op === "isNot";
  if (listed) return values.length === 0 && low !== "" ? { values: [low] } : {};
  return low === "" && values[0] !== undefined ? { low: values[0] } : {};
};

/** Apart, so that values are looked up only where they are needed. */
const Values = ({
  node: { id, field, values, ...node },
  slugs,
  known,
  problems,
  onChange,
}: {
  node: FieldNode;
  slugs: ProjectSlugs;
  known: Known;
  problems: Problems;
  onChange: (changed: FieldNode) => void;
}) => {
  const suggestions = useSuggestions(field === "trait." ? "device" : field, { ...slugs, ...known.range });
  return (
    <Field label="Values" hideLabel error={problems[`${id}.value`]}>
      {(control) => (
        <ValueList
          {...control}
          values={values}
          placeholder={values.length === 0 ? "Choose or type a value" : "Another value"}
          suggestions={field === "trait." ? [] : (suggestions ?? []).map(({ value }) => value)}
          onChange={(changed) => onChange({ ...node, id, field, values: changed })}
        />
      )}
    </Field>
  );
};

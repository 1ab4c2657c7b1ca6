"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useClosePopover } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { type FieldFilter, isFilterOp, opLabels } from "./field-filter";
import { fieldGroups, isUnitFact, type UnitFact, unitFacts, unitFieldLabel } from "./unit-fields";
import { useFirstFocus } from "./use-first-focus";
import { useSuggestions } from "./use-suggestions";

export type FilterContext = { org: string; project: string; from: string; to: string };

const ops = Object.keys(opLabels).filter(isFilterOp);

/** One filter, new or changed. Values are offered from what visitors of the range had; any other can be typed. */
export const FilterEditor = ({
  filter,
  context,
  onSave,
}: {
  filter: FieldFilter | null;
  context: FilterContext;
  onSave: (filter: FieldFilter) => void;
}) => {
  const id = useId();
  const close = useClosePopover();
  const first = useFirstFocus<HTMLSelectElement>();
  const [field, setField] = useState(filter?.field ?? "device");
  const [op, setOp] = useState<FieldFilter["op"]>(filter?.op ?? "is");
  const [values, setValues] = useState(filter && "values" in filter ? filter.values : []);
  const [typed, setTyped] = useState("");
  const suggestions = useSuggestions(field, context);
  const isFact = isUnitFact(field);
  const takesValues = !isFact && op !== "exists" && op !== "notExists";
  const all = typed.trim() === "" || values.includes(typed.trim()) ? values : [...values, typed.trim()];
  const options = [
    ...values
      .filter((value) => !suggestions?.some((one) => one.value === value))
      .map((value) => ({ value, visitors: null })),
    ...(suggestions ?? []),
  ];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    close();
    if (isFact) onSave({ field, op: "is", values: [values[0] ?? "true"] });
    else onSave(op === "exists" || op === "notExists" ? { field, op } : { field, op, values: all });
  };
  const toggle = (value: string) =>
    setValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);

  return (
    <form onSubmit={submit} className="space-y-2.5">
      <div className="grid gap-2">
        <Select
          ref={first}
          aria-label="Field"
          value={field}
          onChange={(event) => {
            setField(event.target.value);
            setValues([]);
          }}
        >
          {fieldGroups.map(({ label, fields }) => (
            <optgroup key={label} label={label}>
              {fields.map((name) => (
                <option key={name} value={name}>
                  {unitFieldLabel(name)}
                </option>
              ))}
            </optgroup>
          ))}
          {field.startsWith("trait.") ? <option value={field}>{unitFieldLabel(field)}</option> : null}
        </Select>
        {isFact ? (
          <FactChoice field={field} value={values[0] ?? "true"} onChange={(value) => setValues([value])} />
        ) : (
          <Select
            aria-label="Condition"
            value={op}
            onChange={(event) => {
              if (isFilterOp(event.target.value)) setOp(event.target.value);
            }}
          >
            {ops.map((name) => (
              <option key={name} value={name}>
                {opLabels[name]}
              </option>
            ))}
          </Select>
        )}
      </div>
      {takesValues ? (
        <>
          <fieldset className="max-h-48 overflow-y-auto rounded-md border">
            <legend className="sr-only">Values</legend>
            {suggestions === null ? (
              <p className="flex items-center gap-2 px-2.5 py-2 text-muted text-sm">
                <Spinner label="Looking up values" /> Looking up values
              </p>
            ) : options.length === 0 ? (
              <p className="px-2.5 py-2 text-muted text-sm">No values in this range. Type one below.</p>
            ) : (
              options.map(({ value, visitors }) => (
                <label
                  key={value}
                  className="flex min-h-8 items-center gap-2 px-2.5 text-sm hover:bg-hover has-focus-visible:bg-hover"
                >
                  <input
                    type="checkbox"
                    className="accent-(--solid)"
                    checked={values.includes(value)}
                    onChange={() => toggle(value)}
                  />
                  <span className="min-w-0 flex-1 truncate">{value}</span>
                  {visitors === null ? null : (
                    <span className="text-subtle text-xs tabular-nums">{visitors.toLocaleString("en")}</span>
                  )}
                </label>
              ))
            )}
          </fieldset>
          <div>
            <label htmlFor={id} className="text-subtle text-xs">
              Or type a value
            </label>
            <Input id={id} value={typed} maxLength={500} onChange={(event) => setTyped(event.target.value)} />
          </div>
        </>
      ) : null}
      <Button
        type="submit"
        variant="primary"
        size="sm"
        className="w-full"
        disabled={takesValues && all.length === 0}
      >
        {filter === null ? "Add filter" : "Change filter"}
      </Button>
    </form>
  );
};

const FactChoice = ({
  field,
  value,
  onChange,
}: {
  field: UnitFact;
  value: string;
  onChange: (value: string) => void;
}) => (
  <div className="grid gap-1.5">
    <SegmentedControl
      label={unitFacts[field].label}
      name="fact"
      size="sm"
      options={[
        { value: "true", label: unitFacts[field].yes },
        { value: "false", label: unitFacts[field].no },
      ]}
      value={value}
      onValueChange={onChange}
    />
    <p className="text-subtle text-xs">{unitFacts[field].hint}</p>
  </div>
);

"use client";

import { type FormEvent, useState } from "react";
import { fieldLabels, fields, isField } from "@/components/filters/fields";
import { PropertyInput } from "@/components/goals/property-input";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { eventFieldLabel } from "./event-field-label";
import { atText } from "./funnel-search";
import type { At } from "./funnel-view";
import { stepNumbers } from "./step-numbers";
import { useWorkbench } from "./workbench-context";

const property = "property.";

/** The field the funnel is broken down by, and where on the way its value is taken. */
export const BreakdownPicker = ({ by, at, steps }: { by: string | null; at: At; steps: number }) => {
  const { go } = useWorkbench();
  const [naming, setNaming] = useState(false);
  if (naming)
    return (
      <PropertyName
        onDone={(name) => {
          setNaming(false);
          if (name !== null) go({ by: name });
        }}
      />
    );
  const choose = (value: string) => (value === property ? setNaming(true) : go({ by: value }));
  return (
    <>
      <span className="w-44">
        <Select
          aria-label="Break down by"
          value={by ?? "none"}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="none">No breakdown</option>
          {fields.map((field) => (
            <option key={field} value={field}>
              {fieldLabels[field]}
            </option>
          ))}
          {by === null || isField(by) ? null : <option value={by}>{eventFieldLabel(by)}</option>}
          <option value={property}>A property …</option>
        </Select>
      </span>
      {by === null ? null : (
        <span className="w-40">
          <Select
            aria-label="Value taken"
            value={atText(at)}
            onChange={(event) => go({ at: event.target.value === "entry" ? null : event.target.value })}
          >
            <option value="entry">at entry</option>
            <option value="last">at the last step</option>
            <option value="first">at first touch</option>
            {stepNumbers(2, steps).map((step) => (
              <option key={step} value={step}>
                at step {step}
              </option>
            ))}
          </Select>
        </span>
      )}
    </>
  );
};

const PropertyName = ({ onDone }: { onDone: (name: string | null) => void }) => {
  const [typed, setTyped] = useState(property);
  const name = typed.trim().startsWith(property) ? typed.trim() : `${property}${typed.trim()}`;
  const fits = /^property\.[^.\s]\S{0,200}$/.test(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) onDone(name);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <span className="w-52">
        <PropertyInput
          aria-label="Property to break down by"
          autoFocus
          value={typed}
          maxLength={200}
          onValueChange={setTyped}
        />
      </span>
      <Button type="submit" variant="primary" disabled={!fits}>
        Apply
      </Button>
      <Button variant="ghost" onClick={() => onDone(null)}>
        Cancel
      </Button>
    </form>
  );
};

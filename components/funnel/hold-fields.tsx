"use client";

import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { isField } from "@/components/filters/fields";
import { PropertyInput } from "@/components/goals/property-input";
import { Button } from "@/components/ui/button";
import { eventFieldLabel } from "./event-field-label";
import { useWorkbench } from "./workbench-context";

const most = 3;

/** Fields that all steps share with the entry: the same product, the same plan. */
export const HoldFields = () => {
  const { definition, change } = useWorkbench();
  const { holdConstant } = definition;
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const field = name === "" || isField(name) || name.startsWith("property.") ? name : `property.${name}`;
  const isWrong = /\s/.test(field) || field === "property.";
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (field === "" || isWrong) return;
    setTyped("");
    change({ holdConstant: [...new Set([...holdConstant, field])] });
  };
  return (
    <div className="grid gap-2">
      {holdConstant.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {holdConstant.map((one) => (
            <li
              key={one}
              className="inline-flex h-7 items-center rounded-sm border border-edge bg-sunken pl-2 text-sm"
            >
              {eventFieldLabel(one)}
              <button
                type="button"
                aria-label={`Do not hold ${eventFieldLabel(one)} constant`}
                onClick={() => change({ holdConstant: holdConstant.filter((other) => other !== one) })}
                className="grid h-full w-7 place-items-center rounded-sm text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {holdConstant.length < most ? (
        <form onSubmit={add} className="flex gap-2">
          <PropertyInput
            aria-label="Property or field to hold constant"
            placeholder="property.product_id"
            value={typed}
            maxLength={200}
            aria-invalid={isWrong || undefined}
            onValueChange={setTyped}
          />
          <Button type="submit" disabled={field === "" || isWrong}>
            Add
          </Button>
        </form>
      ) : null}
    </div>
  );
};

"use client";

import { X } from "lucide-react";
import { type ComponentProps, type KeyboardEvent, useId, useState } from "react";
import { Input } from "@/components/ui/input";

/** Several values, each added with Enter or by leaving the field; suggestions come while typing. */
export const ValueList = ({
  values,
  suggestions,
  onChange,
  ...control
}: Omit<ComponentProps<"input">, "list" | "onChange" | "value"> & {
  values: readonly string[];
  suggestions: readonly string[];
  onChange: (values: string[]) => void;
}) => {
  const list = useId();
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    const value = text.trim();
    setTyped("");
    if (value !== "" && !values.includes(value)) onChange([...values, value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && typed.trim() !== "") {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && typed === "" && values.length > 0) onChange(values.slice(0, -1));
  };
  return (
    <div className="grid gap-1.5">
      <Input
        {...control}
        list={list}
        value={typed}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target, nativeEvent }) => {
          // A suggestion that was chosen comes whole, without a key.
          const chosen = !("inputType" in nativeEvent) || nativeEvent.inputType === "insertReplacementText";
          if (chosen && suggestions.includes(target.value)) add(target.value);
          else setTyped(target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => add(typed)}
      />
      <datalist id={list}>
        {suggestions
          .filter((one) => !values.includes(one))
          .map((one) => (
            <option key={one} value={one} />
          ))}
      </datalist>
      {values.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {values.map((value) => (
            <li
              key={value}
              className="inline-flex h-7 max-w-full items-center rounded-sm border border-edge bg-sunken pl-2 text-sm"
            >
              <span className="truncate">{value}</span>
              <button
                type="button"
                aria-label={`Remove ${value}`}
                onClick={() => onChange(values.filter((one) => one !== value))}
                className="grid h-full w-7 place-items-center text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
};

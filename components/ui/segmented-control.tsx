"use client";

import type { ReactNode } from "react";
import { cn } from "./cn";

type Option<V extends string> = { value: V; label: ReactNode };

/** One of a few, all in sight: radio buttons, so arrows and forms work by themselves. */
export const SegmentedControl = <V extends string>({
  label,
  name,
  options,
  value,
  onValueChange,
  size = "md",
  disabled = false,
  className,
}: {
  /** Said by screen readers; the control carries no visible label. */
  label: string;
  name: string;
  options: readonly Option<V>[];
  value: V;
  onValueChange: (value: V) => void;
  size?: "sm" | "md";
  disabled?: boolean;
  className?: string;
}) => (
  <fieldset
    disabled={disabled}
    className={cn(
      "inline-flex rounded-md border bg-sunken p-0.5 disabled:opacity-60",
      size === "sm" ? "text-sm" : "text-base",
      className,
    )}
  >
    <legend className="sr-only">{label}</legend>
    {options.map((option) => (
      <label
        key={option.value}
        className={cn(
          "relative flex flex-1 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-muted transition-colors",
          "hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:ring-1 has-checked:ring-line",
          "has-focus-visible:outline-2 has-focus-visible:outline-focus",
          size === "sm" ? "h-6" : "h-8",
        )}
      >
        <input
          type="radio"
          name={name}
          value={option.value}
          checked={value === option.value}
          onChange={() => onValueChange(option.value)}
          className="absolute inset-0 cursor-[inherit] appearance-none opacity-0"
        />
        {option.label}
      </label>
    ))}
  </fieldset>
);

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A radio button or checkbox with its name, what it means, and what else it needs once chosen. */
export const Choice = ({
  label,
  hint,
  children,
  className,
  type = "radio",
  ...input
}: ComponentProps<"input"> & { type?: "radio" | "checkbox"; label: string; hint?: ReactNode }) => (
  <div className={cn("grid gap-2", className)}>
    <label className="flex items-start gap-2.5">
      <input type={type} className="mt-[3px] size-3.5 shrink-0 accent-solid" {...input} />
      <span>
        {label}
        {hint ? <span className="block text-sm text-subtle">{hint}</span> : null}
      </span>
    </label>
    {children ? <div className="ml-6">{children}</div> : null}
  </div>
);

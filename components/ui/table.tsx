import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Scrolls sideways by itself; `label` names the scrolling region for the keyboard. */
export const Table = ({ label, className, ...props }: ComponentProps<"table"> & { label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
  <section aria-label={label} tabIndex={0} className="overflow-x-auto">
    <table className={cn("w-full border-collapse text-sm", className)} {...props} />
  </section>
);

type CellProps = { numeric?: boolean };

export const Th = ({ numeric = false, className, ...props }: ComponentProps<"th"> & CellProps) => (
  <th
    scope="col"
    className={cn(
      "whitespace-nowrap border-b px-3 py-2 text-left font-normal text-subtle text-xs first:pl-4 last:pr-4",
      numeric && "text-right",
      className,
    )}
    {...props}
  />
);

export const Td = ({ numeric = false, className, ...props }: ComponentProps<"td"> & CellProps) => (
  <td
    className={cn(
      "border-b px-3 py-2 align-top first:pl-4 last:pr-4 [tbody:last-child>tr:last-child>&]:border-b-0",
      numeric && "text-right tabular-nums",
      className,
    )}
    {...props}
  />
);

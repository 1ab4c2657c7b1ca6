"use client";

import { Check } from "lucide-react";
import { type ComponentProps, createContext, type KeyboardEvent, type ReactNode, use } from "react";
import { cn } from "./cn";
import { Popover, PopoverContent, PopoverTrigger, useClosePopover } from "./popover";

export const DropdownMenu = Popover;

export const DropdownMenuTrigger = (props: ComponentProps<typeof PopoverTrigger>) => (
  <PopoverTrigger aria-haspopup="menu" {...props} />
);

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

const moveFocus = (event: KeyboardEvent<HTMLElement>): void => {
  const step = steps[event.key];
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  if (!step || items.length === 0) return;
  event.preventDefault();
  const at = items.findIndex((item) => item === document.activeElement);
  items[step(at, items.length)]?.focus();
};

export const DropdownMenuContent = ({ className, ...props }: ComponentProps<typeof PopoverContent>) => (
  <PopoverContent
    role="menu"
    onKeyDown={moveFocus}
    className={cn("w-auto min-w-48 p-1", className)}
    {...props}
  />
);

type Choice = { value: string; onValueChange: (value: string) => void };

const ChoiceContext = createContext<Choice | null>(null);

export const DropdownMenuRadioGroup = ({ children, ...choice }: Choice & { children: ReactNode }) => (
  <ChoiceContext value={choice}>{children}</ChoiceContext>
);

export const DropdownMenuRadioItem = ({ value, children }: { value: string; children: ReactNode }) => {
  const choice = use(ChoiceContext);
  const close = useClosePopover();
  const checked = choice?.value === value;
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      onClick={() => {
        close();
        choice?.onValueChange(value);
      }}
      className="flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-sm outline-none hover:bg-hover focus-visible:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-subtle"
    >
      <span className="flex flex-1 items-center gap-2">{children}</span>
      <Check aria-hidden className={cn(!checked && "invisible")} />
    </button>
  );
};

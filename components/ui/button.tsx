import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const variants = {
  primary: "bg-solid text-on-solid hover:bg-solid-hover",
  secondary: "border border-edge bg-surface text-ink hover:bg-hover",
  ghost: "text-muted hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink",
  danger: "bg-bad-solid text-on-bad-solid hover:opacity-90",
} as const;

const sizes = {
  sm: "h-7 gap-1.5 rounded-sm px-2.5 text-sm",
  md: "h-9 gap-2 rounded-md px-3.5 text-base",
  icon: "size-8 rounded-md",
} as const;

type ButtonProps = ComponentProps<"button"> & {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Give the looks to the only child, a link say. */
  asChild?: boolean;
};

/** `type` is "button" unless said otherwise, so that none submits a form by accident. */
export const Button = ({
  variant = "secondary",
  size = "md",
  asChild = false,
  className,
  type = "button",
  ...props
}: ButtonProps) => {
  const looks = cn(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50",
    "[&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    sizes[size],
    className,
  );
  return asChild ? (
    <Slot.Root className={looks} {...props} />
  ) : (
    <button type={type} className={looks} {...props} />
  );
};

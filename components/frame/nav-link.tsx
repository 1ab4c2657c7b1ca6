"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentProps } from "react";

/** A link that knows whether its page, or one below it, is open. */
export const NavLink = ({ href, ...props }: ComponentProps<typeof Link> & { href: string }) => {
  const pathname = usePathname();
  const open = pathname === href || pathname.startsWith(`${href}/`);
  return <Link href={href} aria-current={open ? "page" : undefined} {...props} />;
};

"use client";

import { LogOut } from "lucide-react";
import { signOut } from "@/components/auth/session-requests";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

export const AccountMenu = ({ email, role }: { email: string; role: string }) => (
  <DropdownMenu>
    <DropdownMenuTrigger
      aria-label={`Account of ${email}`}
      className="grid size-7 place-items-center rounded-full bg-solid font-medium text-on-solid text-xs uppercase hover:bg-solid-hover"
    >
      {email.slice(0, 1)}
    </DropdownMenuTrigger>
    <DropdownMenuContent align="end" className="max-w-72">
      <DropdownMenuLabel>
        <span className="block truncate font-medium text-ink text-sm">{email}</span>
        <span className="block first-letter:uppercase">{role} of this organisation</span>
      </DropdownMenuLabel>
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </DropdownMenuItem>
    </DropdownMenuContent>
  </DropdownMenu>
);

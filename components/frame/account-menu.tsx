"use client";

import { LogOut } from "lucide-react";
import { signOut } from "@/components/auth/session-requests";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { popoverItemLooks } from "./popover-link";

export const AccountMenu = ({ email, role }: { email: string; role: string }) => (
  <Popover>
    <PopoverTrigger
      aria-label={`Account of ${email}`}
      className="grid size-7 place-items-center rounded-full bg-solid font-medium text-on-solid text-xs uppercase hover:bg-solid-hover"
    >
      {email.slice(0, 1)}
    </PopoverTrigger>
    <PopoverContent align="end" className="w-64 p-1" aria-label="Account">
      <p className="truncate px-2 pt-1.5 font-medium text-sm">{email}</p>
      <p className="mb-1 border-b px-2 pb-2 text-subtle text-xs first-letter:uppercase">
        {role} of this organisation
      </p>
      <button type="button" className={popoverItemLooks} onClick={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </button>
    </PopoverContent>
  </Popover>
);

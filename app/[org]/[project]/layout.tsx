import { redirect } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { askedAddress } from "@/lib/auth/asked-address";
import { authorizeProject, currentUser, type ProjectSlugs } from "@/lib/auth/authorize";
import { membershipsOf } from "@/lib/tenancy/organisations-store";

const ProjectLayout = async ({
  params,
  children,
}: {
  params: Promise<ProjectSlugs>;
  children: ReactNode;
}) => {
  const slugs = await params;
  const user = await currentUser();
  if (!user) redirect(`/sign-in?to=${encodeURIComponent(await askedAddress())}`);
  const access = await authorizeProject(slugs);
  return (
    <Frame access={access} memberships={await membershipsOf(user.id)}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </Frame>
  );
};

export default ProjectLayout;

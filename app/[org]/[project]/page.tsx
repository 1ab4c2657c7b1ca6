import { redirect } from "next/navigation";
import type { ProjectSlugs } from "@/lib/auth/authorize";

const ProjectPage = async ({ params }: { params: Promise<ProjectSlugs> }) => {
  const { org, project } = await params;
  redirect(`/${org}/${project}/overview`);
};

export default ProjectPage;

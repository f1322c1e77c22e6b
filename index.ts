// The Pulumi program: the stack of infra/ with what belongs to the team.

import { declareStack } from "./infra/index.ts";
import { attributes as contract } from "./studio-flows/attributes.ts";
import { declareResources } from "./team/resources.ts";

// Pulumi takes a default export as the stack's outputs.
export default await declareStack({ contract, declareResources });

import { declareStack } from "@tac-handoff/infra/index";
import { contract } from "@tac-handoff/studio-flows/testing/contract";

export default await declareStack({ contract });

import * as functions from "../../functions/getTaskChannel.ts";
import * as workflows from "../../functions/getWorkflow.ts";
import { invokeFunction } from "../program.ts";

export const getTaskChannel = invokeFunction(functions.getTaskChannel);
export const getWorkflow = invokeFunction(workflows.getWorkflow);

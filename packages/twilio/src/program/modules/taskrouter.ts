import * as functions from "../../functions/getTaskChannel.ts";
import * as queues from "../../functions/getTaskQueues.ts";
import * as workflows from "../../functions/getWorkflow.ts";
import * as allWorkflows from "../../functions/getWorkflows.ts";
import { taskQueue } from "../../resources/taskrouter/taskQueue.ts";
import { workflow } from "../../resources/taskrouter/workflow.ts";
import { invokeFunction, resourceClass } from "../program.ts";

export const getTaskChannel = invokeFunction(functions.getTaskChannel);
export const getTaskQueues = invokeFunction(queues.getTaskQueues);
export const getWorkflow = invokeFunction(workflows.getWorkflow);
export const getWorkflows = invokeFunction(allWorkflows.getWorkflows);

export class TaskQueue extends resourceClass(taskQueue) {}
export class Workflow extends resourceClass(workflow) {}

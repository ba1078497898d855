// Drives the embedded cloud with the AWS SDK for JavaScript. Endpoints and credentials come from the environment, as for
// any AWS client; prints one line for each thing that worked, and fails at the first that did not.
import assert from "node:assert/strict";
import * as bedrockApi from "@aws-sdk/client-bedrock";
import * as dynamoApi from "@aws-sdk/client-dynamodb";
import * as s3Api from "@aws-sdk/client-s3";
import * as sqsApi from "@aws-sdk/client-sqs";

const bucket = "caravan";
const bedrock = new bedrockApi.BedrockClient();
const dynamo = new dynamoApi.DynamoDBClient();
const s3 = new s3Api.S3Client({ forcePathStyle: true });
const sqs = new sqsApi.SQSClient();

const text = async (object) => object.Body.transformToString();
const get = async (Key, more = {}) => text(await s3.send(new s3Api.GetObjectCommand({ Bucket: bucket, Key, ...more })));
const put = (Key, Body, more = {}) => s3.send(new s3Api.PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
const step = async (name, body) => {
  await body();
  console.log(`ok ${name}`);
};
const until = async (ask) => {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resume) => setTimeout(resume, 20));
  }
};
const request = (jobName, more = {}) => ({
  jobName,
  roleArn: "arn:aws:iam::123456789012:role/batch",
  modelId: "anthropic.claude-3-haiku-20240307-v1:0",
  inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${bucket}/in/input.jsonl` } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${bucket}/out/` } },
  ...more,
});
const create = async (jobName, more) =>
  (await bedrock.send(new bedrockApi.CreateModelInvocationJobCommand(request(jobName, more)))).jobArn;
const list = (query) => bedrock.send(new bedrockApi.ListModelInvocationJobsCommand(query));
const ended = (jobIdentifier) =>
  until(async () => {
    const job = await bedrock.send(new bedrockApi.GetModelInvocationJobCommand({ jobIdentifier }));
    return job.endTime && job;
  });

let finished;
await step("bedrock: create, get, output", async () => {
  const line = (i) =>
    JSON.stringify({
      recordId: `r${i}`,
      modelInput: {
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 50,
        messages: [{ role: "user", content: `joke ${i}` }],
      },
    });
  await put("in/input.jsonl", Array.from({ length: 100 }, (_, i) => line(i) + "\n").join(""));
  finished = await ended(await create("js-1"));
  assert.equal(finished.status, "Completed");
  assert.equal(finished.totalRecordCount, 100);
  assert.ok(finished.submitTime instanceof Date);
  const id = finished.jobArn.split("/").pop();
  const lines = (await get(`out/${id}/input.jsonl.out`)).trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(new Set(lines.map((line) => line.recordId)).size, 100);
});
await step("bedrock: tokens replayed", async () => {
  const clientRequestToken = "js-token";
  assert.equal(await create("js-2", { clientRequestToken }), await create("js-2", { clientRequestToken }));
});
await step("bedrock: list with filters and pages", async () => {
  const arns = async (query) => (await list(query)).invocationJobSummaries.map((job) => job.jobArn);
  assert.deepEqual(await arns({ nameContains: "s-1" }), [finished.jobArn]);
  assert.deepEqual(await arns({ statusEquals: "Stopped" }), []);
  assert.deepEqual(await arns({ submitTimeAfter: new Date(Date.now() + 60_000) }), []);
  assert.equal((await arns({ submitTimeBefore: new Date(Date.now() + 60_000) })).length, 2);
  const paged = [];
  const pages = bedrockApi.paginateListModelInvocationJobs({ client: bedrock, pageSize: 1 }, { sortOrder: "Ascending" });
  for await (const page of pages) paged.push(...page.invocationJobSummaries.map((job) => job.jobName));
  assert.deepEqual(paged, ["js-1", "js-2"]);
});
await step("bedrock: errors have their types", async () => {
  await assert.rejects(create("under_score"), bedrockApi.ValidationException);
  await assert.rejects(
    bedrock.send(new bedrockApi.GetModelInvocationJobCommand({ jobIdentifier: "000000000000" })),
    bedrockApi.ResourceNotFoundException,
  );
  await assert.rejects(
    bedrock.send(new bedrockApi.StopModelInvocationJobCommand({ jobIdentifier: finished.jobArn })),
    (error) => error.name === "ValidationException" && error.message.includes("State was: Completed"),
  );
});
await step("bedrock: stop", async () => {
  const endpoint = process.env.AWS_ENDPOINT_URL_BEDROCK;
  const rate = (rate) => fetch(`${endpoint}/simulator/clock`, { method: "PUT", body: JSON.stringify({ rate }) });
  await rate(0);
  const jobIdentifier = await create("js-3");
  await bedrock.send(new bedrockApi.StopModelInvocationJobCommand({ jobIdentifier }));
  await rate(1000);
  assert.equal((await ended(jobIdentifier)).status, "Stopped");
});
await step("s3: list, range, head, conditions", async () => {
  const { Contents } = await s3.send(new s3Api.ListObjectsV2Command({ Bucket: bucket, Prefix: "in/" }));
  assert.deepEqual(Contents.map((object) => object.Key), ["in/input.jsonl"]);
  await put("a.txt", "0123456789");
  assert.equal(await get("a.txt", { Range: "bytes=2-4" }), "234");
  const head = await s3.send(new s3Api.HeadObjectCommand({ Bucket: bucket, Key: "a.txt" }));
  assert.equal(head.ContentLength, 10);
  await assert.rejects(put("a.txt", "again", { IfNoneMatch: "*" }), (e) => e.$metadata.httpStatusCode === 412);
  assert.equal(await get("a.txt", { IfMatch: head.ETag }), "0123456789");
  await assert.rejects(get("a.txt", { IfMatch: '"other"' }), (e) => e.$metadata.httpStatusCode === 412);
});
await step("s3: copy on the condition of the source's ETag", async () => {
  const copy = (CopySourceIfMatch) =>
    s3.send(new s3Api.CopyObjectCommand({ Bucket: bucket, Key: "b.txt", CopySource: `${bucket}/a.txt`, CopySourceIfMatch }));
  const { ETag } = await s3.send(new s3Api.HeadObjectCommand({ Bucket: bucket, Key: "a.txt" }));
  await copy(ETag);
  assert.equal(await get("b.txt"), "0123456789");
  await assert.rejects(copy('"other"'), (e) => e.$metadata.httpStatusCode === 412);
});
await step("s3: multipart copy of ranges", async () => {
  const mega = 1 << 20;
  const big = "x".repeat(5 * mega) + "y".repeat(5 * mega);
  await put("big.txt", big);
  const target = { Bucket: bucket, Key: "joined.txt" };
  const { UploadId } = await s3.send(new s3Api.CreateMultipartUploadCommand(target));
  const Parts = [];
  for (const [i, range] of [[0, 5 * mega - 1], [3 * mega, 8 * mega - 1]].entries()) {
    const { CopyPartResult } = await s3.send(
      new s3Api.UploadPartCopyCommand({
        ...target,
        UploadId,
        PartNumber: i + 1,
        CopySource: `${bucket}/big.txt`,
        CopySourceRange: `bytes=${range[0]}-${range[1]}`,
      }),
    );
    Parts.push({ PartNumber: i + 1, ETag: CopyPartResult.ETag });
  }
  const part = new s3Api.UploadPartCommand({ ...target, UploadId, PartNumber: 3, Body: "end" });
  Parts.push({ PartNumber: 3, ETag: (await s3.send(part)).ETag });
  await s3.send(new s3Api.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  assert.equal(await get("joined.txt"), "x".repeat(7 * mega) + "y".repeat(3 * mega) + "end");
  const aborted = await s3.send(new s3Api.CreateMultipartUploadCommand({ ...target, Key: "never.txt" }));
  await s3.send(new s3Api.AbortMultipartUploadCommand({ ...target, Key: "never.txt", UploadId: aborted.UploadId }));
  await assert.rejects(get("never.txt"), s3Api.NoSuchKey);
});
await step("s3: delete one and many", async () => {
  await s3.send(new s3Api.DeleteObjectCommand({ Bucket: bucket, Key: "a.txt" }));
  const Delete = { Objects: [{ Key: "b.txt" }, { Key: "big.txt" }] };
  await s3.send(new s3Api.DeleteObjectsCommand({ Bucket: bucket, Delete }));
  await assert.rejects(get("b.txt"), s3Api.NoSuchKey);
});
await step("sqs: send, receive, hide, delete", async () => {
  const { QueueUrl } = await sqs.send(new sqsApi.GetQueueUrlCommand({ QueueName: "inbox" }));
  await sqs.send(new sqsApi.PurgeQueueCommand({ QueueUrl }));
  await sqs.send(new sqsApi.SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
  const receive = new sqsApi.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 });
  const [message] = (await sqs.send(receive)).Messages;
  assert.equal(message.Body, "hello");
  const { ReceiptHandle } = message;
  await sqs.send(new sqsApi.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 60 }));
  await sqs.send(new sqsApi.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
});
await step("sqs: events of jobs", async () => {
  const { QueueUrl } = await sqs.send(new sqsApi.GetQueueUrlCommand({ QueueName: "events" }));
  const { Messages } = await sqs.send(
    new sqsApi.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
  );
  assert.equal(JSON.parse(Messages[0].Body)["detail-type"], "Batch Inference Job State Change");
});
await step("dynamodb: table, conditions, transactions with reasons", async () => {
  const TableName = "caravan-js";
  await dynamo.send(
    new dynamoApi.CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  const Item = { id: { S: "1" }, count: { N: "1" } };
  const onlyNew = { TableName, Item, ConditionExpression: "attribute_not_exists(id)" };
  await dynamo.send(new dynamoApi.PutItemCommand(onlyNew));
  await assert.rejects(dynamo.send(new dynamoApi.PutItemCommand(onlyNew)), dynamoApi.ConditionalCheckFailedException);
  await assert.rejects(
    dynamo.send(new dynamoApi.TransactWriteItemsCommand({ TransactItems: [{ Put: onlyNew }] })),
    (error) =>
      error instanceof dynamoApi.TransactionCanceledException &&
      error.CancellationReasons[0].Code === "ConditionalCheckFailed",
  );
});
console.log("all ok");

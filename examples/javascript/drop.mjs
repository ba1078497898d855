// Drops a run by the AWS SDK for JavaScript, lists its jobs and prints the first rows of its result. Start
// `./caravan local`, paste the exports it prints, then: npm install && node drop.mjs
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { BedrockClient, ListModelInvocationJobsCommand } from '@aws-sdk/client-bedrock';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const Bucket = 'caravan';
const s3 = new S3Client({ forcePathStyle: true });
const put = async (Key, file) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: await readFile(new URL(file, import.meta.url)) }));
const results = async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'runs/' }));
  return Contents.filter((object) => object.Key.endsWith('/result.csv'));
};

const before = (await results()).length;
await put('data/topics.csv', '../jokes/topics.csv');
await put('inbox/jokes.json', '../jokes/run-s3.json');

let after;
while ((after = await results()).length === before) await setTimeout(500);

const { invocationJobSummaries } = await new BedrockClient().send(new ListModelInvocationJobsCommand());
for (const job of invocationJobSummaries) console.log(job.jobName, job.status);

const { Key } = after.sort((a, b) => b.LastModified - a.LastModified)[0];
const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
console.log(Key);
console.log((await Body.transformToString()).split('\n').slice(0, 2).join('\n'));

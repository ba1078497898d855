package io.caravan.simulator.bedrock;

import java.util.List;
import java.util.Set;

/**
 * What batch inference offers, by model, Region and kind of name (Bedrock User Guide, "Supported Regions and models for
 * batch inference", October 2026).
 */
final class BatchModels {

    /**
     * A model, the Regions where its plain id is taken, those where an inference profile is, and those where a custom
     * model made from it is. {@code *} in an id stands for any ending; as a Region for all, where only their number is
     * known; {@code !} excludes one.
     */
    private static final String TABLE = """
            amazon.nova-micro-v1:0               | us-east-1 us-gov-west-1 | * | -
            amazon.nova-lite-v1:0                | us-east-1 us-gov-west-1 me-central-1 | * | -
            amazon.nova-pro-v1:0                 | us-east-1 us-gov-west-1 me-central-1 ap-southeast-3 | * | -
            amazon.nova-2-lite-v1:0              | - | * | -
            amazon.nova-premier-v1:0             | - | us-east-1 us-east-2 us-west-2 | -
            amazon.nova-2-multimodal-embeddings-v1:0 | us-east-1 | - | -
            amazon.titan-embed-text-v2:0         | us-east-1 us-west-2 ca-central-1 sa-east-1 ap-northeast-1 ap-northeast-2 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-2 | - | us-east-1 us-west-2
            amazon.titan-embed-image-v1          | us-east-1 us-west-2 ca-central-1 sa-east-1 ap-south-1 ap-southeast-2 eu-central-1 eu-west-1 eu-west-2 eu-west-3 | - | us-east-1 us-west-2
            anthropic.claude-3-haiku-20240307-v1:0    | * | - | -
            anthropic.claude-3-sonnet-20240229-v1:0   | * | * | -
            anthropic.claude-3-5-sonnet-20240620-v1:0 | * | * | -
            anthropic.claude-3-opus-20240229-v1:0     | us-west-2 | us-east-1 | -
            anthropic.claude-3-5-haiku-20241022-v1:0  | us-west-2 | us-east-1 | -
            anthropic.claude-3-5-sonnet-20241022-v2:0 | us-west-2 | * | -
            anthropic.claude-3-7-sonnet-20250219-v1:0 | - | * | -
            anthropic.claude-sonnet-4-20250514-v1:0   | - | * | -
            anthropic.claude-sonnet-4-5-20250929-v1:0 | - | * | -
            anthropic.claude-haiku-4-5-20251001-v1:0  | - | * | -
            anthropic.claude-opus-4-5-20251101-v1:0   | - | * | -
            anthropic.claude-opus-4-6-v1         | - | * | -
            anthropic.claude-opus-5              | - | * | -
            anthropic.claude-sonnet-4-6          | eu-west-2 | * | -
            deepseek.v3.2                        | * | - | -
            deepseek.v3-v1:0                     | * !us-east-1 | - | -
            google.gemma-3-*                     | * | - | -
            meta.llama3-1-8b-instruct-v1:0       | us-west-2 | * | -
            meta.llama3-1-70b-instruct-v1:0      | us-west-2 | * | -
            meta.llama3-1-405b-instruct-v1:0     | us-west-2 | - | -
            meta.llama3-2-*                      | - | * | -
            meta.llama3-3-70b-instruct-v1:0      | us-east-2 | * | -
            meta.llama4-*                        | - | * | -
            mistral.mistral-large-2407-v1:0      | us-west-2 | - | -
            mistral.mistral-small-2402-v1:0      | us-east-1 | - | -
            mistral.mistral-large-3*             | * | - | -
            mistral.ministral-3*                 | * | - | -
            mistral.magistral-small-2509*        | * | - | -
            mistral.devstral-2*                  | * | - | -
            mistral.voxtral-*                    | * | - | -
            openai.gpt-oss-*                     | * | - | -
            qwen.qwen3-*                         | * | - | -
            minimax.minimax-m2*                  | * | - | -
            moonshot.kimi-k2*                    | * | - | -
            moonshotai.kimi-k2*                  | * | - | -
            nvidia.nemotron-nano-*               | * | - | -
            zai.glm-4.7*                         | * | - | -
            """;

    private record Row(String model, Set<String> plain, Set<String> profile, Set<String> custom) {

        static Row of(String line) {
            String[] cells = line.split("\\|", 4);
            return new Row(cells[0].strip(), regions(cells[1]), regions(cells[2]), regions(cells[3]));
        }

        private static Set<String> regions(String cell) {
            return Set.of(cell.strip().split(" ", -1));
        }

        boolean names(String model) {
            return this.model.endsWith("*")
                    ? model.startsWith(this.model.substring(0, this.model.length() - 1))
                    : this.model.equals(model);
        }

        boolean offers(ModelName.Kind kind, String region) {
            Set<String> regions = switch (kind) {
                case PLAIN -> plain;
                case PROFILE -> profile;
                case CUSTOM -> custom;
            };
            return regions.contains(region) || (regions.contains("*") && !regions.contains("!" + region));
        }
    }

    private static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();

    private BatchModels() {}

    /** Whether there is such a model, by whatever kind of name and wherever. */
    static boolean knows(ModelName model) {
        return ROWS.stream().anyMatch(row -> row.names(model.base()));
    }

    static boolean offers(ModelName model, String region) {
        return ROWS.stream().anyMatch(row -> row.names(model.base()) && row.offers(model.kind(), region));
    }
}

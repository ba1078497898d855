package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Service Quotas' ListServiceQuotas for Bedrock (API reference 2019-06-24, JSON 1.1). The names are spelled as Service
 * Quotas has them, unevenly; models whose quotas have AWS's default value only are left out, as AWS does.
 */
final class QuotaList {
    static final String TARGET = "ServiceQuotasV20190624.";

    private static final int MOST = 100;
    private static final List<String> MODELS = List.of(
            "Claude 3 Haiku",
            "Claude 3.5 Sonnet",
            "Claude 3.5 Sonnet v2",
            "Claude Sonnet 4.5.",
            "Nova Lite V1",
            "Llama 3.3 70B Instruct",
            "Qwen3 Coder 480B",
            "Titan Text Embeddings V2");

    private final Limits limits;

    QuotaList(Limits limits) {
        this.limits = limits;
    }

    JsonNode answer(Call call) {
        if (!call.target().equals(TARGET + "ListServiceQuotas")) {
            throw ApiError.unknownOperation();
        }
        JsonNode request = call.json();
        if (!request.path("ServiceCode").asText().equals("bedrock")) {
            throw ApiError.noSuchResource("The request failed because the specified service does not exist.");
        }
        int most = request.path("MaxResults").asInt(MOST);
        if (most < 1 || most > MOST) {
            throw ApiError.illegalArgument("MaxResults must be between 1 and " + MOST);
        }
        List<ObjectNode> all = quotas();
        int from = request.path("NextToken").asText().isEmpty()
                ? 0
                : Integer.parseInt(request.path("NextToken").asText());
        int to = Math.min(all.size(), from + most);
        ObjectNode answer = Mapping.JSON.createObjectNode();
        ArrayNode quotas = answer.putArray("Quotas");
        quotas.addAll(all.subList(from, to));
        if (to < all.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return answer;
    }

    private List<ObjectNode> quotas() {
        var quotas = new ArrayList<ObjectNode>();
        for (String model : MODELS) {
            add(quotas, "Minimum number of records per batch inference job for ", model, limits.minimumRecords());
            add(quotas, "On-demand model inference requests per minute for ", model, 1000);
            add(quotas, "Records per batch inference job for ", model, limits.recordsPerJob());
            add(
                    quotas,
                    "Sum of in-progress and submitted batch inference jobs using a base model for ",
                    model,
                    limits.activeJobs());
        }
        String custom = "Sum of in-progress and submitted batch inference jobs using a custom model for ";
        add(quotas, custom, "Titan Text Embeddings V2", limits.activeCustomJobs());
        return quotas;
    }

    private static void add(List<ObjectNode> quotas, String name, String model, int value) {
        quotas.add(Mapping.JSON
                .createObjectNode()
                .put("ServiceCode", "bedrock")
                .put("ServiceName", "Amazon Bedrock")
                .put("QuotaCode", "L-%08X".formatted((name + model).hashCode()))
                .put("QuotaName", name + model)
                .put("Value", (double) value)
                .put("Unit", "None")
                .put("Adjustable", true)
                .put("GlobalQuota", false));
    }
}

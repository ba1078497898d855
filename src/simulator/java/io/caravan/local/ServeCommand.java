package io.caravan.local;

import io.caravan.Application;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan serve}: the service as the image runs it, on whatever the AWS settings lead to. */
@Command(
        name = "serve",
        description = {
            "Runs the service on AWS, or on what the AWS_ENDPOINT_URL_* variables name, until it is told to stop.",
            "",
            "Credentials, Region and endpoints are the AWS SDK's own settings. The service's settings are explained in"
                    + " config/application.properties; an environment variable overrides a key by its name:"
                    + " CARAVAN_BUCKET, CARAVAN_QUEUES, CARAVAN_ROLE_ARN and CARAVAN_TABLE are those that differ"
                    + " between accounts. The page listens on CAMEL_SERVER_HOST and CAMEL_SERVER_PORT (default:"
                    + " 127.0.0.1, 8080), health on CAMEL_MANAGEMENT_HOST and CAMEL_MANAGEMENT_PORT (default:"
                    + " 127.0.0.1, 9876)."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        return new Application(Map.of()).serve();
    }
}

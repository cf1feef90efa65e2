package io.emrops.docker;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.util.regex.Pattern;

/** What a registry says of an image. */
sealed interface RegistryAnswer {
    Pattern DENIED = Pattern.compile("unauthorized|denied|authentication required|no basic auth");
    Pattern MISSING = Pattern.compile("manifest unknown|name unknown|not found");

    /**
     * It has it.
     *
     * @param digest {@code repository@sha256:…}
     */
    record Found(String digest) implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            throw new IllegalStateException(image + " is there");
        }
    }

    /** It has no such image. */
    record Missing() implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new PreconditionFailedException("The registry does not have " + image);
        }
    }

    /** It does not say. */
    record Denied() implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new PreconditionFailedException(
                    "The registry refuses access to " + image + ", or does not have its repository");
        }
    }

    /** It does not answer. */
    record Unreachable(int status) implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new TargetUnavailableException(
                    "The registry of " + image + " does not answer, and the Docker engine does not have the image"
                            + " from elsewhere: HTTP " + status);
        }
    }

    /** The exception to throw when the image is needed from the registry. */
    EmropsException refusal(String image);

    static RegistryAnswer of(String name, int status, String digest, String message) {
        if (status == 200 && !digest.isEmpty()) {
            return new Found(ImageName.of(name).repository() + "@" + digest);
        }
        // Docker 20.10 gives 403 and 500 for some of these, so that the words decide.
        if (MISSING.matcher(message).find() || status == 404) {
            return new Missing();
        }
        return DENIED.matcher(message).find() || status == 401 || status == 403
                ? new Denied()
                : new Unreachable(status);
    }
}

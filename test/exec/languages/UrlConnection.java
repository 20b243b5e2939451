import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class UrlConnection {
    static final String HOST = "https://api.weixin.qq.com/cgi-bin";

    public static void main(String[] words) throws IOException {
        String account = "&appid=" + System.getenv("JADEITE_APPID") + "&secret=" + System.getenv("JADEITE_SECRET");
        Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"")
            .matcher(answer(HOST + "/token?grant_type=client_credential" + account, null));
        token.find();
        for (int turn = 0; turn < 2; turn++) {
            System.out.println(
                answer(HOST + "/tags/create?access_token=" + token.group(1), "{\"tag\":{\"name\":\"java\"}}"));
        }
        try {
            answer("https://example.org", null);
        } catch (IOException error) {
            System.out.println(error.getMessage());
        }
    }

    static String answer(String url, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        if (body != null) {
            connection.setDoOutput(true);
            try (OutputStream stream = connection.getOutputStream()) {
                stream.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

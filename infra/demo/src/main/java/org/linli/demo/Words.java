package org.linli.demo;

import java.time.LocalDate;

/** Names and numbers of nobody. */
final class Words {
    /** Area 990000 of identity numbers is not assigned. */
    private static final String AREA = "990000";

    private static final String FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜";
    private static final String GIVEN =
            "安平和宁康泰顺福禄寿喜乐嘉祥瑞庆丰裕盈盛昌隆兴旺荣华富贵仁义礼智信忠孝廉敏慧颖聪睿哲明亮晨曦阳光辉煌月星辰云霞虹露霜雪冰清泉溪河江海洋波涛澜山岩峰岭林森松柏竹梅兰菊荷莲桂桃李杏枫桐槐柳杨草芳芬馨香蕊卉叶枝苗禾稻麦粟田园春夏秋冬东南西北中天地宇坤玉珠宝珍琼瑶琳琪";

    private Words() {}

    /** A name with 示 or 例 in its middle. */
    static String name(int family, int middle, int given) {
        return "" + FAMILIES.charAt(family % 60) + "示例".charAt(middle % 2) + GIVEN.charAt(given % 130);
    }

    /** Area, day of birth, a serial number that is odd for men, and the check character. */
    static String identityNumber(LocalDate birth, boolean male, int n) {
        String seventeen = "%s%tY%<tm%<td%03d".formatted(AREA, birth, n % 499 * 2 + (male ? 1 : 0));
        return seventeen + checkCharacter(seventeen);
    }

    /** The eighteenth character of an identity number by GB 11643. */
    static char checkCharacter(String seventeen) {
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (1 << (17 - i)) % 11 * (seventeen.charAt(i) - '0');
        return "10X98765432".charAt(sum % 11);
    }

    /** A licence that no merchant has. */
    static String licence(int n) {
        return "SAMPLE%012d".formatted(n);
    }
}

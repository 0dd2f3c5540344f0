-- The rows of type DataImportFault: those of the imports that one sees, each with what it means.
select f.id, f.data_import_id, f.kind, f.row_number, f.rule,
       case when :locale = 'zh-CN' then f.column_zh else f.column_en end as column_name,
       (select case when :locale = 'zh-CN' then k.zh else k.en end
          from (values
            ('GIVEN_UP', '服务器多次处理失败。请稍后重新上传。', 'The server failed time and again. Send the file anew later.'),
            ('RIGHT_LOST', '办理人已无相应角色，或所用应用已不再授权。已导入的保留；请由有权限的人员重新导入。', 'Whoever did this no longer has the role, or the application is no longer granted. What was taken over stays; somebody who may brings the file in anew.'),
            ('FILE_UNREADABLE', '文件无法读取。请用电子表格软件重新保存为 xlsx 或 csv。', 'The file cannot be read. Save it anew as xlsx or csv.'),
            ('ENCODING_UNKNOWN', '文件既不是 UTF-8 也不是 GB18030 编码。请另存为 CSV UTF-8。', 'The file is neither UTF-8 nor GB18030. Save it as CSV UTF-8.'),
            ('FILE_TOO_LARGE', '文件解压后过大。请分成几个文件。', 'The file unpacks to too much. Divide it into several.'),
            ('TOO_MANY_ROWS', '一个文件最多 200000 行。请分成几个文件。', 'A file has at most 200,000 rows. Divide it into several.'),
            ('SHEET_MISSING', '没有此类数据的工作表。请使用模板中的工作表名称，或在上传时不选此项。', 'There is no sheet of this kind. Name it as the template does, or do not ask for the kind.'),
            ('HEADER_MISSING', '没有找到表头。请使用模板中的列名。', 'There is no header. Name the columns as the template does.'),
            ('COLUMN_MISSING', '缺少必需的列。', 'A column is missing that has to be there.'),
            ('COLUMN_TWICE', '同一列出现了两次。', 'The column is there twice.'),
            ('CELL_UNREADABLE', '单元格的公式有错误。', 'The formula of the cell is in error.'),
            ('REQUIRED', '必填项为空。', 'The cell has to be filled in.'),
            ('TOO_LONG', '内容过长。', 'The text is too long.'),
            ('NOT_A_CHOICE', '不是可选值。可选值见模板说明。', 'This is none of the words that the template explains.'),
            ('NOT_A_DATE', '不是有效日期，应如 2024-01-08。', 'This is no date; write it as 2024-01-08.'),
            ('NOT_AN_ACCOUNT', '不是账号编号。', 'This is no account id.'),
            ('CODE_MALFORMED', '编码应为 1 至 24 位数字、大写字母和连字符。', 'A code has 1 to 24 digits, capitals and hyphens.'),
            ('CODE_TAKEN', '该编码在文件中已出现过。', 'An earlier row has this code.'),
            ('NOT_FOUND', '没有此编码的记录。请先导入，或放在同一文件中。', 'There is no record of this code. Bring it in before, or with the same file.'),
            ('PLACE_RETIRED', '该区域已停用。', 'The place is retired.'),
            ('GRID_NOT_ACTIVE', '该网格未启用或已撤销。', 'The grid is not at work.'),
            ('OTHER_TERRITORY', '该职责不在此层级任职：网格员对应网格，社区工作者对应社区，街道干部对应街道。', 'The role is held elsewhere: in a grid, a community, or a street.'),
            ('OWN_WORK', '不得为本人办理。', 'Nobody does this for oneself.'),
            ('DATES_REFUSED', '日期须为今天或以后，且结束日期晚于开始日期。', 'Dates are today or later, and the end is after the beginning.'),
            ('PHONE_MALFORMED', '手机号应为以 1 开头的 11 位数字。', 'A mobile number has eleven digits and begins with 1.'),
            ('IDENTITY_NUMBER_MALFORMED', '身份证号有误。请对照证件核对，单元格设为文本格式。', 'The identity number is none. Compare the card; format the cell as text.'),
            ('IDENTITY_NUMBER_TAKEN', '该身份证号已登记，或在文件中已出现过。', 'Somebody has this identity number, or an earlier row does.'),
            ('IDENTITY_NUMBER_UNKNOWN', '该登记状态须有身份证号。', 'This standing takes the identity number.'),
            ('GUARDIAN_REQUIRED', '未满 14 周岁须由监护人办理。', 'Below the age of 14 a guardian is needed.'),
            ('GUARDIAN_UNFIT', '监护人须为其他成年居民。', 'A guardian is another resident of full age.'),
            ('OF_FULL_AGE', '该居民已成年，无需监护人。', 'The person is of full age and has no guardian.'),
            ('CONSENT_MISSING', '该登记状态须有监护人同意。', 'This standing takes the guardian''s consent.'),
            ('WRONG_FORM', '格式不符合要求，或该状态下应填写、不应填写。', 'The value has not the form it must have, or stands where it may not.'),
            ('ACCOUNT_UNNAMED', '用户名和邮箱至少填一项。', 'A username or an e-mail address is needed.'),
            ('USERNAME_MALFORMED', '用户名应为 3 至 60 位字母、数字、点、横线或下划线。', 'A username has 3 to 60 letters, digits, dots, dashes or underscores.'),
            ('STAFF_ADDRESS_MALFORMED', '邮箱格式有误。', 'This is no e-mail address.'),
            ('ROLES_EXCLUDE_EACH_OTHER', '系统管理员、区级业务主管、审计员不得由同一人担任。', 'Nobody runs the system, its business and its audit at once.')
               ) k(rule, zh, en)
         where k.rule = f.rule::text) as message
  from data_import_fault f
 where f.district_id = :district
   and (has_role('DISTRICT_OFFICER')
        or has_role('DISTRICT_ADMIN')
           and exists (select from data_import i where i.district_id = :district and i.id = f.data_import_id and not i.personal))
